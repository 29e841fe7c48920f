import type { DjangoFieldClass } from '../model.js';
import type { RenderedField } from './rendered-field.js';

/** `geom_type` of the fields of GeoDjango, django/contrib/gis/db/models/fields.py. */
const shapes: Partial<Record<DjangoFieldClass, string>> = {
  GeometryCollectionField: 'GEOMETRYCOLLECTION',
  GeometryField: 'GEOMETRY',
  LineStringField: 'LINESTRING',
  MultiLineStringField: 'MULTILINESTRING',
  MultiPointField: 'MULTIPOINT',
  MultiPolygonField: 'MULTIPOLYGON',
  PointField: 'POINT',
  PolygonField: 'POLYGON',
  RasterField: 'RASTER',
};

/** The type of a spatial column, `geo_db_type` of the PostGIS backend; undefined for other fields. */
export function spatialType(field: RenderedField): string | undefined {
  const shape = field.kind === undefined ? undefined : shapes[field.kind];
  if (shape === undefined || shape === 'RASTER') return shape?.toLowerCase();
  const family = field.flag('geography', false) ? 'geography' : 'geometry';
  return `${family}(${shape}${dimensions(field) === 3 ? 'Z' : ''},${field.digits('srid') ?? '4326'})`;
}

/** The operator class of a spatial index; undefined for fields that have none. */
export function spatialIndex(
  field: RenderedField,
): { readonly opclass: string; readonly isRaster: boolean } | undefined {
  if (spatialType(field) === undefined || !field.flag('spatial_index', true)) return undefined;
  const isDeep = field.kind !== 'RasterField' && dimensions(field) > 2 && !field.flag('geography', false);
  return { opclass: isDeep ? ' GIST_GEOMETRY_OPS_ND' : '', isRaster: field.kind === 'RasterField' };
}

function dimensions(field: RenderedField): number {
  return Number(field.digits('dim') ?? '2');
}
