import type { StyleSpecification } from 'maplibre-gl'

/** Countries, units and borders from the machine itself; disputed borders are dashed. */
export function basemap(dark: boolean): StyleSpecification {
  const paint = dark
    ? { sea: '#0c1417', land: '#1b282d', border: '#5d747c', unit: '#33464d' }
    : { sea: '#dfe9ee', land: '#fbfaf6', border: '#8a979c', unit: '#cfd6d8' }
  const line = (kind: string, color: string, width: number, dash?: number[]) => ({
    id: kind, type: 'line' as const, source: 'base', filter: ['==', ['get', 'kind'], kind] as ['==', ['get', string], string],
    paint: { 'line-color': color, 'line-width': width, ...(dash ? { 'line-dasharray': dash } : {}) },
  })
  return {
    version: 8,
    sources: { base: { type: 'geojson', data: new URL('/basemap.json', location.href).href } },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': paint.sea } },
      { id: 'land', type: 'fill', source: 'base', filter: ['==', ['get', 'kind'], 'land'], paint: { 'fill-color': paint.land } },
      line('admin1', paint.unit, 1),
      line('border', paint.border, 1.4),
      line('disputed', paint.border, 1.4, [3, 2]),
    ],
  }
}
