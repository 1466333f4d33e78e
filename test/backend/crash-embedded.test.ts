import { describeCrash } from "../helpers/describe-crash.ts";

describeCrash("embedded", 1);
