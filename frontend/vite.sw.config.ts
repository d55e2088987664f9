import { defineConfig } from 'vite';

// The service worker is one classic script with a fixed name; Django serves it under /field/.
export default defineConfig({
  build: {
    outDir: '../src/gongzhi/web/static/dist',
    emptyOutDir: false,
    target: ['chrome80', 'safari14'],
    lib: { entry: 'src/sw.ts', formats: ['iife'], name: 'gongzhiWorker', fileName: () => 'sw.js' },
  },
});
