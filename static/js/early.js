/** What is known or under way before the form is there: whether it may be seen, and the way to what this phone keeps. */

import "./lib/leaving.js";
import "./lib/veil.js";
import { open } from "./lib/db.js";

open();
