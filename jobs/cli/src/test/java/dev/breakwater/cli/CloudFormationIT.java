package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.testkit.emulator.MotoServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Deploys the template of a watched account to the emulator, which lacks metric streams.
 * {@link OrganizationFromTemplatesIT} tests a whole organisation, and {@link CloudFormationTest} tests the rest.
 */
class CloudFormationIT {

    @Test
    void theStackOfAWatchedAccountHasItsRolesAndACanaryToDrillOn() throws Exception {
        try (MotoServer aws = MotoServer.start()) {
            Map<String, String> parameters =
                    Map.of("CentralAccount", MotoServer.ACCOUNT, "Act", "yes", "Canary", "yes");
            assertThat(Stacks.of(aws.endpoint()).create("watched-account.yaml", parameters))
                    .contains(
                            ">breakwater-observe<", ">breakwater-act<", ">breakwater-drill<", ">canary-of-breakwater<")
                    .doesNotContain("DeliveryStream");
        }
    }
}
