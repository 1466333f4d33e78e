import { beginFile as begin, type Client, type FileRun, type Import } from "@firstquadrant/core-client";
import type { ZObject } from "zapier-platform-core";

/** Has an import work through a file that it has. @throws What a person can do where it does not begin. */
export async function beginFile(client: Client, z: ZObject, target: Import, fileId: string): Promise<FileRun> {
  const begun = await begin(client, target, fileId);
  switch (begun.kind) {
    case "begun":
      return begun;
    case "missingColumns":
      throw new z.errors.Error(
        `No column of the file looks like an email address: ${begun.columns.join(", ") || "it has none"}. Name one of them Email, or choose the columns of the import “${target.name}” in FirstQuadrant. Then replay this run.`,
        "missing_columns",
      );
    case "notBegun":
      throw new z.errors.Error(
        `The import “${target.name}” has the file and did not begin with it. Look at the import in FirstQuadrant.`,
        "not_begun",
      );
  }
}
