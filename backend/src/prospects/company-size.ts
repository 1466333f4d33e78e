import { type CompanySize, companySizes } from "@firstquadrant/core-client";

/** Each range with its end; the last one has none. */
const sizeEnds: readonly { size: CompanySize; end: number }[] = companySizes.map((size) => ({
  size,
  end: Number(size.split("-")[1] ?? Number.POSITIVE_INFINITY),
}));

/** The range that a number of employees is in. */
export const companySizeOf = (employees: number): CompanySize =>
  sizeEnds.find(({ end }) => employees <= end)?.size ?? "10001+";
