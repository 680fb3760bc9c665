package dev.breakwater.connectors.lambda.exposure;

import dev.breakwater.connectors.aws.AwsFailure;
import java.util.List;

/**
 * Something that could not be read.
 *
 * @param permission what the call needs
 * @param part       what it is a part of, or null for the account's settings and the list of functions
 * @param of         functions or roles, or the account and region
 */
public record SurfaceGap(String permission, Part part, List<String> of, AwsFailure failure) {}
