import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../../machine/run.ts'
import type { Java } from '../java.ts'

/** Compiles the stand-in engine; the compiler is a module of Java itself, so a JRE is enough. */
export async function makeEngineJar({ java }: Java): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-engine-'))
  const source = join(import.meta.dirname, 'Engine.java')
  await run([java, '--module', 'jdk.compiler/com.sun.tools.javac.Main', '-d', folder, source])
  const jar = join(folder, 'engine.jar')
  const pack = ['--create', '--file', jar, '--main-class', 'Engine', '-C', folder, 'Engine.class']
  await run([java, '--module', 'jdk.jartool/sun.tools.jar.Main', ...pack])
  const made = await readFile(jar)
  await rm(folder, { recursive: true })
  return made
}
