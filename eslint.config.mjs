import js from "@eslint/js";

// What a person reads comes translated from the templates. Selectors are the one place where words stand side by side.
const SENTENCE = "/(^|[^\\p{L}\\d_.#=-])\\p{L}{2,}[,:;.!?]? \\p{L}{2,}($|[^\\p{L}\\d_.#=\\[(-])/u";
const SELECTING = "/^(querySelector|querySelectorAll|closest|matches)$/";
const SAY_IT_IN_A_TEMPLATE = "A sentence belongs into a template, where it is translated; here it has a key.";

export default [
  js.configs.recommended,
  {
    files: ["static/js/**/*.js"],
    rules: {
      "no-undef": "off", // TypeScript knows better what a page and a worker have
      "no-console": "error",
      "no-eval": "error",
      "prefer-const": "error",
      "no-var": "error",
      eqeqeq: ["error", "always", { null: "ignore" }],
      complexity: ["error", 10],
      "max-lines": ["error", 250],
      "max-lines-per-function": ["error", 40],
      "no-restricted-properties": ["error", ...["innerHTML", "outerHTML", "insertAdjacentHTML"].map(
        (property) => ({ property, message: "What somebody typed must never become markup." }))],
      "no-restricted-syntax": ["error",
        { selector: `Literal[value=${SENTENCE}]:not(CallExpression[callee.property.name=${SELECTING}] > Literal)`,
          message: SAY_IT_IN_A_TEMPLATE },
        { selector: `TemplateElement[value.cooked=${SENTENCE}]`, message: SAY_IT_IN_A_TEMPLATE }],
    },
  },
];
