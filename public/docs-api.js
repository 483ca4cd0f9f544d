// Starts the renderer of /docs/api; what it cannot show stays as plain HTML.
const renderer = document.getElementById('renderer');
const plain = document.getElementById('plain');
if (renderer && window.SwaggerUIBundle) {
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
