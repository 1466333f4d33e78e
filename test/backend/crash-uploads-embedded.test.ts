import { describeUploadCrash } from "../helpers/describe-upload-crash.ts";

describeUploadCrash("embedded");
