import type { IncomingMessage } from 'node:http'
import { ApiError } from './api-error.ts'
import type { Method } from './call.ts'
import type { Json } from './model.ts'
import type { World } from './world.ts'

/** @throws ApiError not_authed, invalid_auth, token_revoked, account_inactive or not_allowed_token_type */
export function checkToken(world: World, method: Method, request: IncomingMessage, body: Json): void {
  const { botToken, appToken } = world.settings
  const header = request.headers.authorization?.replace(/^Bearer /i, '')
  const token = header ?? (typeof body.token === 'string' ? body.token : '')
  if (token === '') throw new ApiError('not_authed')
  if (token !== botToken && token !== appToken) throw new ApiError('invalid_auth')
  if ((method.token ?? 'bot') === 'app') {
    if (token !== appToken) throw new ApiError('not_allowed_token_type')
    return
  }
  if (token !== botToken) throw new ApiError('not_allowed_token_type')
  if (world.token === 'revoked') throw new ApiError('token_revoked')
  if (world.token === 'uninstalled') throw new ApiError('account_inactive')
}
