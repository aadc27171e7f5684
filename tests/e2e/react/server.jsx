import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { Thread } from "./thread.jsx";

process.stdout.write(renderToString(createElement(Thread)));
