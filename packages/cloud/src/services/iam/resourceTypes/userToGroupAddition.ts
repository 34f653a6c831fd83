import { resourceType } from '../../../kernel/resourceType.js';
import type { ResourceContext } from '../../../kernel/resourceType.js';
import { ignoringGone } from './holding.js';

interface AdditionProperties {
  readonly GroupName: string;
  readonly Users: readonly string[];
}

const add = async (GroupName: string, users: readonly string[], context: ResourceContext): Promise<void> => {
  for (const UserName of users) await context.call('iam', 'AddUserToGroup', { GroupName, UserName });
};

const drop = async (GroupName: string, users: readonly string[], context: ResourceContext): Promise<void> => {
  for (const UserName of users) await ignoringGone(context.call('iam', 'RemoveUserFromGroup', { GroupName, UserName }));
};

export const userToGroupAddition = resourceType({
  type: 'AWS::IAM::UserToGroupAddition',
  properties: { GroupName: 'string', Users: ['string'] },
  required: ['GroupName', 'Users'],
  createOnly: ['GroupName'],
  async create({ GroupName, Users }: AdditionProperties, context) {
    await add(GroupName, Users, context);
    const id = context.physicalName({ maxLength: 128 });
    return { physicalId: id, attributes: { Id: id } };
  },
  async update(id, next: AdditionProperties, previous: AdditionProperties, context) {
    await add(next.GroupName, next.Users, context);
    await drop(next.GroupName, previous.Users.filter((name) => !next.Users.includes(name)), context);
    return { physicalId: id, attributes: { Id: id } };
  },
  delete: (_id, { GroupName, Users }: AdditionProperties, context) => drop(GroupName, Users, context),
});
