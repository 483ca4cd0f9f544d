// The console of /docs/realtime: a Pusher client in a few lines, so that every message can be seen.
//
// A block of its own: the app may put the page's script into a document again.
{
  const form = document.getElementById('console-form');
  if (form) {
    const stop = document.getElementById('console-stop');
    const state = document.getElementById('console-state');
    const log = document.getElementById('console-log');
    const most = 100;
    let socket = null;

    const say = (text) => {
      state.textContent = text;
    };
    const show = (text) => {
      const line = document.createElement('li');
      line.textContent = `${new Date().toISOString().slice(11, 19)} ${text}`;
      log.prepend(line);
      while (log.children.length > most) log.lastChild.remove();
    };
    const send = (event, data) => socket.send(JSON.stringify({ event, data }));

    const receive = (text, channel) => {
      const message = JSON.parse(text);
      if (message.event === 'pusher:ping') return send('pusher:pong', {});
      if (message.event === 'pusher:connection_established') {
        send('pusher:subscribe', { channel });
        return say('Connected, subscribing.');
      }
      if (message.event === 'pusher_internal:subscription_succeeded') {
        say(`Listening to ${message.channel}. A quiet channel may take a while.`);
      }
      const data = typeof message.data === 'string' ? message.data : JSON.stringify(message.data ?? {});
      return show(`${message.event} ${data.length > 600 ? `${data.slice(0, 600)}…` : data}`);
    };

    form.addEventListener('submit', (event) => {
      event.preventDefault();
      socket?.close();
      const channel = form.elements.channel.value.trim();
      const { host: own, port } = form.dataset;
      const host = port ? `${own || location.hostname}:${port}` : own || location.host;
      const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
      const key = encodeURIComponent(form.dataset.key);
      const opened = new WebSocket(`${scheme}://${host}/app/${key}?protocol=7&client=docs&version=1`);
      socket = opened;
      stop.disabled = false;
      say('Connecting.');
      opened.addEventListener('message', (message) => receive(message.data, channel));
      opened.addEventListener('close', (closed) => {
        if (socket !== opened) return;
        stop.disabled = true;
        say(`Closed (${closed.code}${closed.reason ? `, ${closed.reason}` : ''}).`);
      });
    });
    stop.addEventListener('click', () => socket?.close());
  }
}
