import type { PythonNode } from './node.js';
import { childOf, spanOf } from './node.js';
import type { PythonFunction, PythonParameter } from './value.js';

/** A `def` or a `lambda` as a value. */
export function functionValue(node: PythonNode, text: string): PythonFunction {
  const name = childOf(node, 'VariableName');
  const isLambda = node.name === 'LambdaExpression';
  return {
    kind: 'function',
    name: isLambda || name === undefined ? '<lambda>' : text.slice(name.start, name.end),
    nameSpan: spanOf(isLambda || name === undefined ? node : name),
    parameters: parametersOf(childOf(node, 'ParamList'), text),
    body: isLambda ? node.children.at(-1) : childOf(node, 'Body'),
    span: spanOf(node),
  };
}

function parametersOf(list: PythonNode | undefined, text: string): PythonParameter[] {
  const parameters: PythonParameter[] = [];
  let stars = '';
  let takesDefault = false;
  for (const child of list?.children ?? []) {
    if (child.name === '*' || child.name === '**') stars = child.name;
    else if (child.name === 'AssignOp') takesDefault = true;
    else if (takesDefault) {
      const last = parameters.pop();
      if (last !== undefined) parameters.push({ ...last, default: child });
      takesDefault = false;
    } else if (child.name === 'VariableName') {
      const kind = stars === '*' ? 'rest' : stars === '**' ? 'keywords' : 'single';
      parameters.push({ name: text.slice(child.start, child.end), kind });
      stars = '';
    }
  }
  return parameters;
}
