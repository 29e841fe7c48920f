import type { DjangoOperation } from '../model.js';
import { addedField, alteredField, removedField, renamedField } from './forwards-fields.js';
import { createdModel, renamedModel } from './forwards-models.js';
import { alteredOptions } from './forwards-options.js';
import type { ProjectState } from './project-state.js';
import type { World } from './world.js';

/**
 * What an operation makes of the models: Django's `state_forwards`. What names a model or field that is not there
 * changes nothing. `app` is the label of the migration's app.
 */
export function stateForwards(
  state: ProjectState,
  operation: DjangoOperation,
  app: string,
  world: World,
): ProjectState {
  switch (operation.kind) {
    case 'CreateModel':
      return state.with(createdModel(operation, app, world));
    case 'DeleteModel':
      return state.without(app, operation.name);
    case 'RenameModel':
      return renamedModel(state, app, operation.oldName, operation.newName);
    case 'AddField':
      return addedField(state, app, operation, world);
    case 'AlterField':
      return alteredField(state, app, operation, world);
    case 'RemoveField':
      return removedField(state, app, operation.modelName, operation.name);
    case 'RenameField':
      return renamedField(state, app, operation.modelName, operation.oldName, operation.newName);
    case 'RunSQL':
    case 'SeparateDatabaseAndState': {
      let after = state;
      for (const nested of operation.stateOperations) after = stateForwards(after, nested, app, world);
      return after;
    }
    default:
      return alteredOptions(state, app, operation);
  }
}
