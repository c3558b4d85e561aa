import { forRole } from '../administration/frame/for-role.tsx'
import { GrandDraw } from '../draw/grand-draw.tsx'

/** The draw as the bailiff makes it. */
export const DrawOfTheBailiff = forRole('bailiff', ({ lang }) => <GrandDraw lang={lang} actsAs="bailiff" />)
