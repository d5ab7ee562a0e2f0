import { type Permission, type Translate, UserError } from '#bot'

/** @throws UserError with the permissions that a mock needs and the bot lacks in this channel */
export function checkPermissions(t: Translate, missing: readonly Permission[]): void {
  if (missing.length === 0) return
  if (missing.includes('join')) throw new UserError('error.notInChannel')
  const permissions = missing.map((permission) => t(`permission.${permission}`)).join(t('list.comma'))
  throw new UserError('error.permissions', { permissions })
}
