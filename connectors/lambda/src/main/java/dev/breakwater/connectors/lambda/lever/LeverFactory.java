package dev.breakwater.connectors.lambda.lever;

import dev.breakwater.connectors.lambda.LeverKind;
import java.io.Serializable;

/** Makes the lever of a kind for an account and region where it is used; travels in the job graph, so it holds no secret. */
@FunctionalInterface
public interface LeverFactory extends Serializable {

    Lever open(String account, String region, LeverKind kind);
}
