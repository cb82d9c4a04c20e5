// When somebody logs out, what the phone keeps of their safety walks is asked about and wiped too.

import { wipeAlso } from "../reporting/log_out.js";
import { forgetAccount, unsentCount } from "./store.js";

wipeAlso({ unsentCount, forgetAccount, page: "/trygghetsvandringar/", one: "ett fynd från en trygghetsvandring", many: "fynd från trygghetsvandringar" });
