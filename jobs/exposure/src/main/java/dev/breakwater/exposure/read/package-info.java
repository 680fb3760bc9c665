/** Converts AWS's answers ({@code connectors/lambda}) into the model: policy documents, APIs, environment variables. */
package dev.breakwater.exposure.read;
