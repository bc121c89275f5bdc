// Shows the OpenAPI document of this server. Asks nobody else: the validator badge is off.
SwaggerUIBundle({
  url: document.getElementById("api-docs").dataset.document,
  dom_id: "#api-docs",
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  validatorUrl: null,
  docExpansion: "list",
  tagsSorter: "alpha",
  persistAuthorization: false,
});
