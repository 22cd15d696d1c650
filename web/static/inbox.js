// The inbox: walking the list by keys, what is selected, which line is open.
"use strict";
