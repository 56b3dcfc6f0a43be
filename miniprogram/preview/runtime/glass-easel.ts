/** The one place that names WeChat's component framework. */
import * as glassEasel from 'glass-easel'

export { MiniProgramEnv, component as adapterComponent } from 'glass-easel-miniprogram-adapter'
export type { CodeSpace } from 'glass-easel-miniprogram-adapter'
export { glassEasel }
