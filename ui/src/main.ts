import './style/tokens.css';
import './style/base.css';
import './style/controls.css';
import './views/settings/settings.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { useHost, type Host } from './host/host';

async function choose(): Promise<Host> {
  if (__FAKE__ && !('__TAURI_INTERNALS__' in window)) {
    const { fake } = await import('./host/fake');
    return fake(new URLSearchParams(location.search));
  }
  return (await import('./host/tauri')).tauri;
}

useHost(await choose());
const target = document.getElementById('app');
if (target) mount(App, { target });
