import { forAdministrators } from '../administration/frame/for-role.tsx'
import { GrandDraw } from './grand-draw.tsx'

/** The draw as an administrator makes it. */
export const DrawOfAdministrators = forAdministrators(({ lang }) => <GrandDraw lang={lang} actsAs="admin" />)
