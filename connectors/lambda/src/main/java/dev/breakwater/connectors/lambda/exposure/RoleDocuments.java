package dev.breakwater.connectors.lambda.exposure;

import java.util.List;

/**
 * The policies of a role.
 *
 * @param documents JSON, inline and managed
 * @param managed   names of the managed ones
 * @param complete  whether all could be read
 */
public record RoleDocuments(List<String> documents, List<String> managed, boolean complete) {}
