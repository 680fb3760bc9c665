package dev.breakwater.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulationTest {

    /** IAM is asked about roles and users only; a session's role is asked about, root and federated users cannot be. */
    @ParameterizedTest
    @CsvSource({
        "arn:aws:sts::111122223333:assumed-role/breakwater-job/pod-1, arn:aws:iam::111122223333:role/breakwater-job",
        "arn:aws-cn:sts::111122223333:assumed-role/job/s, arn:aws-cn:iam::111122223333:role/job",
        "arn:aws:iam::111122223333:user/ops/anna, arn:aws:iam::111122223333:user/ops/anna",
        "arn:aws:iam::111122223333:root, ''",
        "arn:aws:sts::111122223333:federated-user/anna, ''",
        "nonsense, ''",
    })
    void tellsTheRoleOrUserBehindASession(String caller, String principal) {
        assertThat(Simulation.principal(caller)).isEqualTo(principal);
    }
}
