import { describe, expect, it } from 'vitest';
import type { PythonAction } from '../../../src/readers/django/index.js';
import { only, readWith } from './read.js';

/** What `run` was seen to do, in short. */
function actionsOf(body: string, before = ''): readonly string[] {
  return codeOf(body, before).actions.map(display);
}

function codeOf(body: string, before = '') {
  const code = `def run(apps, schema_editor):\n    Order = apps.get_model("shop", "Order")\n${indent(body)}\n`;
  const { code: read } = only(readWith('migrations.RunPython(run)', `${before}\n${code}`), 'RunPython');
  if (read.kind !== 'function') throw new Error(read.kind);
  return read;
}

function display(action: PythonAction): string {
  const how = [...(action.looped ? ['looped'] : []), ...(action.conditional ? ['conditional'] : [])];
  return [describeAction(action), ...how].join(' ');
}

function describeAction(action: PythonAction): string {
  switch (action.kind) {
    case 'update':
    case 'delete':
      return `${action.kind} ${action.narrowed ? 'some' : 'all'} ${action.model.model} [${action.fields.join()}]${action.instance ? ' one' : ''}`;
    case 'insert':
      return `insert ${action.model.model}${action.bulk ? ' bulk' : ''}`;
    case 'bulk-update':
      return `bulk-update ${action.model.model} [${action.fields.join()}]${action.batched ? ' batched' : ''}`;
    case 'loop':
      return `loop ${action.narrowed ? 'some' : 'all'} ${action.model.model}${action.batched ? ' batched' : ''}`;
    case 'sql':
      return `sql ${action.sql.text}`;
    case 'opaque':
      return `opaque ${action.reason}`;
  }
}

function indent(body: string): string {
  return body
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}

describe('the code of a RunPython', () => {
  it.each<[string, readonly string[]]>([
    ['Order.objects.update(note="")', ['update all Order [note]']],
    ['Order.objects.using(schema_editor.connection.alias).filter(a=1).update(a=2, b=3)', ['update some Order [a,b]']],
    ['Order.objects.all().delete()', ['delete all Order []']],
    [
      'for o in Order.objects.all():\n    o.note = "x"\n    o.save()',
      ['loop all Order', 'update some Order [note] one looped'],
    ],
    [
      'for o in Order.objects.iterator(chunk_size=500):\n    o.save(update_fields=["note"])',
      ['loop all Order batched', 'update some Order [note] one looped'],
    ],
    ['rows = Order.objects.exclude(a=1)[:500]\nrows.update(a=1)', ['update some Order [a]']],
    ['Order.objects.bulk_create([Order(a=1)])', ['insert Order bulk']],
    ['Order.objects.bulk_update(rows, ["a", "b"], batch_size=500)', ['bulk-update Order [a,b] batched']],
    ['order = Order(a=1)\norder.save()', ['insert Order']],
    ['order = Order.objects.get(pk=1)\norder.delete()', ['delete some Order [] one']],
    ['if Order.objects.exists():\n    Order.objects.update(a=1)', ['update all Order [a] conditional']],
    ['if not Order.objects.exists():\n    return\nOrder.objects.update(a=1)', ['update all Order [a] conditional']],
    [
      'with schema_editor.connection.cursor() as cursor:\n    cursor.execute("UPDATE a SET b = 1")',
      ['sql UPDATE a SET b = 1'],
    ],
    ['schema_editor.execute(f"DROP TABLE {name}")', ['opaque SQL that is put together as it runs']],
    ['schema_editor.add_field(Order, field)', ['opaque schema_editor.add_field() changes the schema as it runs']],
    [
      'for o in Order.objects.all():\n    o.tags.add(1)',
      ['loop all Order', 'opaque rows are changed through the relation Order.tags looped'],
    ],
    [
      'if schema_editor.connection.vendor != "postgresql":\n    return\nOrder.objects.update(a=1)',
      ['update all Order [a]'],
    ],
    [
      'for name in ["A", "B"]:\n    apps.get_model("shop", name).objects.update(a=1)',
      ['update all A [a]', 'update all B [a]'],
    ],
    ['helper(Order, 1)', ['update some Order [a]']],
    ['fix_orders(apps)', ['opaque shop.tools.fix_orders() is code of another file']],
    ['re.sub("a", "b", "c")', []],
    ['print("done")', []],
  ])('%j', (body, expected) => {
    const before =
      'import re\nfrom shop.tools import fix_orders\ndef helper(model, value):\n    model.objects.filter(a=value).update(a=2)\n';
    expect(actionsOf(body, before)).toEqual(expected);
  });

  it('notes models of today', () => {
    const code = codeOf('Order.objects.all()\nItem.objects.update(a=1)', 'from ..models import Item');
    expect(code.importedModels.map(({ path }) => path)).toEqual(['..models.Item']);
    expect(code.actions).toMatchObject([{ kind: 'update', model: { model: 'Item', historical: false } }]);
    const inside = codeOf('from shop.models import Item\nItem.objects.create()');
    expect(inside.importedModels.map(({ path }) => path)).toEqual(['shop.models.Item']);
  });

  it('tells noop, lambdas, other files and what is missing apart', () => {
    const read = (code: string) =>
      only(readWith(`migrations.RunPython(${code})`, 'from shop.tools import fix\n'), 'RunPython');
    expect(read('migrations.RunPython.noop').code.kind).toBe('noop');
    expect(read('migrations.RunPython.noop').reverseCode).toBeUndefined();
    expect(read('fix').code).toMatchObject({ kind: 'unknown', path: 'shop.tools.fix' });
    expect(read('lambda apps, schema_editor: apps.get_model("a.B").objects.all().delete()').code).toMatchObject({
      kind: 'function',
      actions: [{ kind: 'delete', narrowed: false, model: { app: 'a', model: 'B' } }],
    });
    expect(read('fix, reverse_code=lambda apps, schema_editor: None, atomic=False')).toMatchObject({
      reverseCode: { kind: 'function', actions: [] },
      atomic: false,
    });
  });
});
