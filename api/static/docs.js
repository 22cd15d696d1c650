window.addEventListener("load", () => {
  window.SwaggerUIBundle({
    url: "/api/v1/openapi.json",
    dom_id: "#reference",
    deepLinking: true,
    // So many resources are a list of contents first.
    docExpansion: "none",
    defaultModelsExpandDepth: 0,
    tryItOutEnabled: true,
    // The key stays in this tab and is gone with it.
    persistAuthorization: false,
    validatorUrl: null,
  });
});
