package dev.breakwater.connectors.receive.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.receive.content.DeliveryReader.DeliveryHead;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryHeadTest {

    @ParameterizedTest
    @CsvSource({
        "arn:aws:firehose:eu-west-1:111122223333:deliverystream/m,eu-west-1",
        "arn:aws-eusc:firehose:eusc-de-east-1:111122223333:deliverystream/m,eusc-de-east-1",
        "arn:aws-iso-b:firehose:us-isob-east-1:111122223333:deliverystream/m,us-isob-east-1",
        "arn:aws:firehose:nowhere:111122223333:deliverystream/m,''",
        "arn:aws:kinesis:eu-west-1:111122223333:stream/m,''"
    })
    void theRegionIsThatOfTheStreamInEveryPartition(String arn, String region) throws Refused {
        assertThat(DeliveryHead.of("r-1", arn, "1.0", "").region()).isEqualTo(region);
    }
}
