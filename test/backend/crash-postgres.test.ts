import { describeCrash } from "../helpers/describe-crash.ts";

describeCrash("postgres", 1);
