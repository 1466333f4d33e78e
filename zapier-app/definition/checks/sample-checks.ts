import { itemsOf, staticFields } from "../items.ts";
import { isMoment, misfits, undescribed } from "../values.ts";
import type { Check } from "./check.ts";
import { textsOf } from "./texts.ts";

/** Whether a text is meant as a date, in whatever way it is written. */
export const looksLikeDate =
  /^(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|(?:mon|tue|wed|thu|fri|sat|sun)\w*,? |(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w* \d{1,2}\b)/i;

/** What is asked of samples. */
export const sampleChecks: readonly Check[] = [
  {
    number: "D023",
    asks: "Dates of samples are in ISO 8601, with their time zone.",
    find: (definition) =>
      itemsOf(definition).flatMap(({ place, item }) =>
        textsOf(item.operation.sample)
          .filter(({ text }) => looksLikeDate.test(text) && !isMoment(text))
          .map((one) => `${place} has “${one.text}” as its ${one.place}`),
      ),
  },
  {
    number: "D024",
    asks: "A sample is as its output fields say: what is required is there, and of its type.",
    find: (definition) =>
      itemsOf(definition).flatMap(({ place, item: { operation } }) =>
        misfits(operation.sample, staticFields(operation.outputFields)).map((fault) => `${place}: ${fault}`),
      ),
  },
  {
    number: "G004",
    asks: "Every key of a sample has an output field, which gives it a name in the editor.",
    find: (definition) =>
      itemsOf(definition).flatMap(({ place, item: { operation } }) =>
        undescribed(operation.sample ?? {}, staticFields(operation.outputFields)).map(
          (key) => `${place} has ${key} in its sample, and no output field for it`,
        ),
      ),
  },
];
