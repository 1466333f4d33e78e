/** Says what is being done, apart from the standard output, which belongs to the table. */
export const say = (line: string): void => {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
};
