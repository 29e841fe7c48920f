import type { PythonValue } from '../python/value.js';

/** The name of a setting that a value is: `AUTH_USER_MODEL` for `settings.AUTH_USER_MODEL`. */
export function settingName(value: PythonValue): string | undefined {
  if (value.kind === 'name') return /^django\.conf\.settings\.(\w+)$/.exec(value.path)?.[1];
  if (value.kind !== 'call' || value.path === undefined) return undefined;
  // `getattr(settings, "AUTH_USER_MODEL", "auth.User")`: how old packages ask.
  const [object, name] = value.positional;
  const asks = value.path === 'getattr' && object?.kind === 'name' && object.path === 'django.conf.settings';
  if (asks && name?.kind === 'string') return name.text;
  return /\.get_user_model_name$|^get_user_model_name$/.test(value.path) ? 'AUTH_USER_MODEL' : undefined;
}
