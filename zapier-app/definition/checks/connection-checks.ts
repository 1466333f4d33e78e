import type { Check } from "./check.ts";
import { hasLink } from "./links.ts";
import { isSecretName } from "./secret-names.ts";

/** What is asked of the connection and of the integration as a whole. */
export const connectionChecks: readonly Check[] = [
  {
    number: "D002",
    asks: "Each field of the connection that a person fills in has a help text with a link to where its value is found.",
    find: ({ authentication }) =>
      (authentication?.fields ?? [])
        .filter((field) => field.computed !== true && !hasLink(field.helpText ?? ""))
        .map((field) => `authentication.${field.key} has no link in its help text`),
  },
  {
    number: "D003",
    asks: "The connection has a label that tells whose it is: neither fixed words, nor the integration's name, nor a secret.",
    find: ({ authentication }) => {
      if (authentication === undefined) return [];
      const label = authentication.connectionLabel ?? "";
      const variables = [...label.matchAll(/\{\{(?:bundle\.)?(?:\w+\.)*(\w+)\}\}/g)].map(([, name]) => name ?? "");
      const isFunction = /^\$func\$/.test(label);
      return [
        ...(label === "" ? ["authentication.connectionLabel is missing"] : []),
        ...(label !== "" && !isFunction && variables.length === 0
          ? [`authentication.connectionLabel is “${label}” for everybody`]
          : []),
        ...variables.filter(isSecretName).map((name) => `authentication.connectionLabel shows ${name}`),
        ...(/firstquadrant|zapier/i.test(label) ? ["authentication.connectionLabel names the integration"] : []),
      ];
    },
  },
  {
    number: "D016",
    asks: "The integration does more than to receive a webhook that a person sets up by hand.",
    find: ({ triggers, creates, searches }) => {
      const others = Object.keys({ ...creates, ...searches }).length;
      const isStatic = ({ operation }: { operation: { type?: string; performSubscribe?: unknown } }) =>
        operation.type === "hook" && operation.performSubscribe === undefined;
      return others === 0 && Object.values(triggers ?? {}).every(isStatic) ? ["all there is are static webhooks"] : [];
    },
  },
  {
    number: "D028",
    asks: "The flag cleanInputData is false, so that what is empty and what is missing can be told apart.",
    find: ({ flags }) => (flags?.cleanInputData === false ? [] : ["flags.cleanInputData is not false"]),
  },
];
