package dev.breakwater.core.exposure;

/**
 * An environment variable that names a resource.
 *
 * @param variable its name; its value is not kept
 * @param arn      the resource
 */
public record Reference(String variable, String arn) {}
