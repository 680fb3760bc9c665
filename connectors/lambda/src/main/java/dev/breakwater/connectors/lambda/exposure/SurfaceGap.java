package dev.breakwater.connectors.lambda.exposure;

import dev.breakwater.connectors.aws.AwsFailure;
import java.util.List;

/**
 * Something that could not be read.
 *
 * @param permission the permission
 * @param part       the part that is missing, or null for the account's settings and the list of functions
 * @param of         functions or roles, or the account and region
 */
public record SurfaceGap(String permission, Part part, List<String> of, AwsFailure failure) {}
