import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

// The built files go where the wheel takes them from; fonts and icons stay files of their own, for the content
// security policy allows no data: URLs but images.
export default defineConfig({
  plugins: [svelte()],
  build: { outDir: '../src/marsad/web/static', emptyOutDir: true, assetsInlineLimit: 0, target: 'es2022', sourcemap: false },
  worker: { format: 'es' },
  server: { proxy: { '/api': 'http://127.0.0.1:8642' } },
  test: { include: ['src/**/*.test.ts'] },
})
