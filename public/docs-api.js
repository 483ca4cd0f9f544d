// Starts the renderer of /docs/api, and hands it the key that requests are tried with. What it cannot
// show stays as plain HTML.
//
// A block of its own: the app may put the page's script into a document again.
{
  const renderer = document.getElementById('renderer');
  const plain = document.getElementById('plain');
  const picker = document.getElementById('docs-key');

  /** Every language of the renderer but ours: curl, JavaScript, PHP and Python. */
  const HIDDEN = {
    c: true, clojure: true, csharp: true, dart: true, fsharp: true, go: true, http: true, java: true, kotlin: true,
    node: true, objc: true, ocaml: true, powershell: true, r: true, ruby: true, rust: true, swift: true,
    js: ['axios', 'jquery', 'ofetch', 'xhr'], python: ['httpx_async', 'httpx_sync'], shell: ['httpie', 'wget'],
  };

  /** Show the description, and send `token`, if there is one, with what is tried. */
  const show = (() => {
    let shown;
    return (token) => {
      // Its client forgets what it tries when settings change under it.
      shown?.destroy();
      shown = window.Scalar.createApiReference(renderer, {
        url: '/docs/api.json',
        authentication: { preferredSecurityScheme: 'key', securitySchemes: { key: { token } } },
        // A key that is not there would be a wrong one.
        onBeforeRequest: ({ request }) => {
          if (request.headers.get('authorization')?.trim() === 'Bearer') request.headers.delete('authorization');
        },
        defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
        hiddenClients: HIDDEN,
        theme: 'none',
        // The theme is the page's own, by the variables of docs.css.
        hideDarkModeToggle: true,
        withDefaultFonts: false,
        // Nothing leads away from this service, and nothing is asked elsewhere.
        hideClientButton: true,
        documentDownloadType: 'none',
        proxyUrl: '',
        telemetry: false,
      });
    };
  })();

  /** What the dashboard keeps in this tab of a key that was made in it. */
  const MADE = 'made-key:';

  /** Forget tokens of keys that the reader does not have, or has no more. */
  const forget = (known) => {
    for (const name of Object.keys(sessionStorage).filter((name) => name.startsWith(MADE))) {
      if (!known.includes(name.slice(MADE.length))) sessionStorage.removeItem(name);
    }
  };

  const pick = () => {
    const { key, token } = picker.elements;
    const state = document.getElementById('docs-key-state');
    const names = () => key.selectedOptions[0].textContent;
    const made = (id) => (id && sessionStorage.getItem(MADE + id)) || '';
    const use = () => {
      show(token.value);
      const whose = key.value ? `the key “${names()}”` : 'the key that you entered';
      state.textContent = token.value ? `Requests are tried with ${whose}.` : 'Requests are tried without a key.';
    };
    const choose = () => {
      token.value = made(key.value);
      token.placeholder = key.value ? `bts_live_${key.value}…` : 'bts_live_…';
      if (token.value || !key.value) return use();
      state.textContent = `The token of “${names()}” was shown once, when it was made. Enter it, or make another key.`;
    };
    key.addEventListener('change', choose);
    picker.addEventListener('submit', (event) => {
      event.preventDefault();
      use();
    });
    const ids = [...key.options].map((option) => option.value);
    forget(ids);
    key.value = ids.find(made) ?? '';
    choose();
    picker.hidden = false;
  };

  const start = async () => {
    // Where the description cannot be had, the list stays.
    const answer = await fetch('/docs/api.json').catch(() => null);
    if (!answer?.ok) return;
    renderer.hidden = false;
    plain.hidden = true;
    if (picker) pick();
    else show('');
  };
  if (renderer && window.Scalar) start();
}
