// Reads an OpenAPI document from the standard input, and prints what is wrong with it as JSON.
// Apart from jest, since the validator is an ES module.
import { text } from "node:stream/consumers";
import { Validator } from "@seriousme/openapi-schema-validator";

const validator = new Validator();
const { valid, errors } = await validator.validate(JSON.parse(await text(process.stdin)));
console.log(JSON.stringify({ valid, version: validator.version, errors: errors ?? [] }));
