/** A file that nobody can read as it is: trying again does not help. */
export class UnreadableFile extends Error {
  override readonly name = "UnreadableFile";
  /** What is the matter with it, to go on after "The file". */
  readonly matter: string;

  constructor(matter: string, options?: ErrorOptions) {
    super(`The file ${matter}.`, options);
    this.matter = matter;
  }
}
