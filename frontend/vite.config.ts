import { defineConfig } from 'vitest/config';

// One entry, the islands as chunks that it loads when a page has them. Addresses are relative,
// so the same build works under any static address. Target: WebViews of phones from about 2020.
export default defineConfig({
  base: './',
  build: {
    outDir: '../src/gongzhi/web/static/dist',
    emptyOutDir: true,
    manifest: 'manifest.json',
    target: ['chrome80', 'safari14', 'firefox80'],
    cssTarget: ['chrome80', 'safari14'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    // htmx has an eval for hx-on and js: values; it is switched off by its config and by the CSP.
    rollupOptions: { input: { main: 'src/main.ts' }, checks: { eval: false } },
  },
  test: { environment: 'jsdom', pool: 'vmThreads', include: ['tests/**/*.test.ts'], setupFiles: [] },
});
