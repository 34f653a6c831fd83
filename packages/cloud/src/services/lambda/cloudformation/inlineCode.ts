import { zipSync } from 'fflate';

/**
 * The package that CloudFormation makes of `Code.ZipFile`: one source file, and beside it the module with which a custom
 * resource answers. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-lambda-function-code-cfnresponsemodule.html
 */
export function inlinePackage(source: string, runtime: string): Uint8Array {
  const files = runtime.startsWith('python')
    ? { 'index.py': source, 'cfnresponse.py': pythonResponse }
    : { 'index.js': source, 'node_modules/cfn-response/index.js': nodeResponse };
  const encoder = new TextEncoder();
  const entries = Object.entries(files).map(([name, text]) => [name, encoder.encode(text)] as const);
  // The same source gives the same package: no time of its own.
  return zipSync(Object.fromEntries(entries), { mtime: '1985-10-26' });
}

const nodeResponse = `exports.SUCCESS = 'SUCCESS';
exports.FAILED = 'FAILED';

exports.send = (event, context, status, data, physicalResourceId, noEcho, reason) =>
  new Promise((resolve, reject) => {
    const body = JSON.stringify({
      Status: status,
      Reason: reason || 'See the details in CloudWatch Log Stream: ' + context.logStreamName,
      PhysicalResourceId: physicalResourceId || context.logStreamName,
      StackId: event.StackId,
      RequestId: event.RequestId,
      LogicalResourceId: event.LogicalResourceId,
      NoEcho: noEcho || false,
      Data: data,
    });
    const url = new URL(event.ResponseURL);
    const { request } = require(url.protocol === 'http:' ? 'http' : 'https');
    const headers = { 'content-type': '', 'content-length': Buffer.byteLength(body) };
    const put = request(url, { method: 'PUT', headers }, (response) => {
      response.resume();
      response.on('end', () => {
        console.log('Status code: ' + response.statusCode);
        resolve();
        if (context.done) context.done();
      });
    });
    put.on('error', (error) => {
      console.log('send(..) failed executing request(..): ' + error);
      reject(error);
      if (context.done) context.done(error);
    });
    put.end(body);
  });
`;

const pythonResponse = `import json
import urllib.request

SUCCESS = "SUCCESS"
FAILED = "FAILED"


def send(event, context, responseStatus, responseData, physicalResourceId=None, noEcho=False, reason=None):
    body = json.dumps({
        "Status": responseStatus,
        "Reason": reason or "See the details in CloudWatch Log Stream: " + context.log_stream_name,
        "PhysicalResourceId": physicalResourceId or context.log_stream_name,
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "NoEcho": noEcho,
        "Data": responseData,
    }).encode()
    request = urllib.request.Request(event["ResponseURL"], data=body, method="PUT", headers={"content-type": ""})
    try:
        with urllib.request.urlopen(request) as response:
            print("Status code:", response.status)
    except Exception as error:
        print("send(..) failed executing http.request(..):", error)
`;
