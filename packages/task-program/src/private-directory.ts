import { cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The folder of one evaluation, or of one persistent program: made for it, and removed or kept afterwards. */
export class PrivateDirectory {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** @param above the worker's own directory */
  static async make(above: string, name: string): Promise<PrivateDirectory> {
    return new PrivateDirectory(await mkdtemp(join(above, `${name}-`)));
  }

  async write(name: string, text: string): Promise<void> {
    const path = join(this.path, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }

  /** What is in it, for messages. */
  async listed(): Promise<string> {
    const names = await readdir(this.path).catch(() => []);
    if (names.length === 0) return 'its directory is empty';
    return `its directory has ${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''}`;
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true, maxRetries: 3 });
  }

  /**
   * Moves it into another folder, under a name that is free there.
   *
   * @returns where it is now
   */
  async keep(folder: string, name: string): Promise<string> {
    await mkdir(folder, { recursive: true });
    for (let number = 1; ; number++) {
      const to = join(folder, number === 1 ? name : `${name}-${number}`);
      try {
        // Taken by making it: other workers look for a name at the same time.
        await mkdir(to);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        continue;
      }
      try {
        await rename(this.path, to);
      } catch (error) {
        // Temporary files are often in another file system.
        if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
        await cp(this.path, to, { recursive: true, verbatimSymlinks: true });
        await this.remove();
      }
      return to;
    }
  }
}
