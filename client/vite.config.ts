import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from './build/precompress.ts';
import { themeCss } from './build/theme-css.ts';

export default defineConfig({
  plugins: [react(), themeCss(), precompress()],
  build: {
    // Pages load their own chunk; what they share is one request, not a chain of them.
    modulePreload: { polyfill: false },
    // A strict Content-Security-Policy has no place for data: fonts and images.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: {
    proxy: {
      '/api': {
        target: process.env.API_URL ?? 'http://127.0.0.1:8000',
        rewrite: (path) => path.slice('/api'.length),
      },
    },
  },
});
