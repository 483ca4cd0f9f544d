// Starts the renderer of /docs/api; what it cannot show stays as plain HTML.
const renderer = document.getElementById('renderer');
const plain = document.getElementById('plain');
if (renderer && window.SwaggerUIBundle) {
  const dark = () => {
    const theme = document.documentElement.dataset.theme;
    return theme ? theme === 'bts-dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  };
  document.documentElement.classList.toggle('dark-mode', dark());
  window.SwaggerUIBundle({
    url: '/docs/api.json',
    domNode: renderer,
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    docExpansion: 'list',
    filter: true,
    persistAuthorization: false,
    tryItOutEnabled: false,
    validatorUrl: null,
    onComplete: () => {
      renderer.hidden = false;
      plain.hidden = true;
    },
  });
}
