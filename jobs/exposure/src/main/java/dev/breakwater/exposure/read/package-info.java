/** From what AWS told ({@code connectors/lambda}) to the model: policy documents, APIs, environment variables. */
package dev.breakwater.exposure.read;
