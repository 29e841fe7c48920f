import type { ModelOptions, ModelState } from './model-state.js';
import { ownField } from './synthetic.js';

/** Tables of Django's own apps that models of projects point to. Read in `django/contrib`. */
const tables: Readonly<Record<string, string>> = {
  'admin.logentry': 'django_admin_log',
  'contenttypes.contenttype': 'django_content_type',
  'flatpages.flatpage': 'django_flatpage',
  'redirects.redirect': 'django_redirect',
  'sessions.session': 'django_session',
  'sites.site': 'django_site',
};

const djangoApps: ReadonlySet<string> = new Set([
  'admin',
  'auth',
  'contenttypes',
  'flatpages',
  'redirects',
  'sessions',
  'sites',
]);

export const noOptions: ModelOptions = {
  dbTable: undefined,
  managed: true,
  proxy: false,
  swappable: undefined,
  uniqueTogether: [],
  indexTogether: [],
  indexes: [],
  constraints: [],
  orderWithRespectTo: undefined,
  tableComment: undefined,
  tablespace: undefined,
  defaultRelatedName: undefined,
};

/**
 * What is taken for a model whose migrations are not at hand. Django's own apps have integer keys; of any other app the
 * key is what `DEFAULT_AUTO_FIELD` says, which rendering adds.
 */
export function externalModel(app: string, name: string): ModelState {
  const key = `${app}.${name.toLowerCase()}`;
  const id = ownField('AutoField', { primary_key: true });
  const session = ownField('CharField', { primary_key: true, max_length: '40' });
  const fields =
    key === 'sessions.session'
      ? { session_key: session }
      : djangoApps.has(app)
        ? { id }
        : ({} as Record<string, never>);
  return {
    app,
    name,
    fields: new Map(Object.entries(fields)),
    options: { ...noOptions, dbTable: tables[key] },
    bases: [],
    incomplete: undefined,
  };
}

/** Stands for a model of which not even the name is known. */
export const unknownModel: ModelState = {
  app: '',
  name: '',
  fields: new Map(),
  options: { ...noOptions, dbTable: 'a model that is not known' },
  bases: [],
  incomplete: undefined,
};
