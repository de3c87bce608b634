// Runs a Python program in Pyodide, with folders of this machine mounted: node pyodide.mjs MODULES PROGRAM AT=FOLDER...
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [modules, program, ...mounts] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${modules}/pyodide/pyodide.mjs`));
globalThis.fetch = () => { throw new Error("nothing is fetched"); };
const python = await loadPyodide();
for (const mount of mounts) {
  const [at, root] = mount.split("=");
  python.FS.mkdirTree(at);
  python.FS.mount(python.FS.filesystems.NODEFS, { root }, at);
}
try {
  console.log(python.runPython(readFileSync(program, "utf8")));
} catch (error) {
  // Without the stack, which quotes all of Pyodide.
  console.error(error.message);
  process.exit(1);
}
