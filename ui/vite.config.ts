import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig(({ command, mode }) => ({
  plugins: [svelte()],
  // Whether the fake host is part of the bundle: in `vite dev` and `build:fake`, never in what ships.
  define: { __FAKE__: JSON.stringify(mode === 'fake' || command === 'serve') },
  resolve: {
    alias: {
      '$texts/app': path('../crates/app/texts/en.json'),
      '$texts/scan': path('../crates/scan/texts.en.json'),
    },
    // Vitest would otherwise take Svelte's server half.
    ...(mode === 'test' ? { conditions: ['browser'] } : {}),
  },
  server: { port: 5173, strictPort: true, fs: { allow: ['..'] } },
  build: {
    target: 'es2022',
    // The content security policy allows neither inline scripts nor data: addresses.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // One page for one window: splitting it would only cost requests.
    cssCodeSplit: false,
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
}));
