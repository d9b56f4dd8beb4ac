import { generate } from './generate/generate.ts'

const written = await generate()
console.log(written.length > 0 ? `Generated ${written.join(', ')}` : 'Generated files are up to date')
