package doctor

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// table puts an item into the table of cases, and takes it out again.
func (e *examination) table(ctx context.Context) {
	table := e.config.Table
	switch {
	case e.mistakes.Of("CASES_TABLE"):
		return
	case table == "":
		e.say(Odd, "cases", "are remembered by each instance of the function for itself: an answer may not outlive its turn", "give CASES_TABLE a table")
		return
	}
	arn := fmt.Sprintf("arn:aws:dynamodb:%s:%s:table/%s", e.account.Region, e.number, table)
	client := dynamodb.NewFromConfig(e.account)
	key := map[string]types.AttributeValue{"pk": &types.AttributeValueMemberS{Value: "doctor"}, "sk": &types.AttributeValueMemberS{Value: "probe"}}
	expires := &types.AttributeValueMemberN{Value: fmt.Sprint(e.now.Unix() + 60)}
	item := map[string]types.AttributeValue{"pk": key["pk"], "sk": key["sk"], "expires": expires}
	for _, a := range []attempt{
		{permission: permission{"dynamodb:PutItem", arn}, call: func(ctx context.Context) error {
			_, err := client.PutItem(ctx, &dynamodb.PutItemInput{TableName: &table, Item: item})
			return err
		}},
		{permission: permission{"dynamodb:GetItem", arn}, call: func(ctx context.Context) error {
			_, err := client.GetItem(ctx, &dynamodb.GetItemInput{TableName: &table, Key: key, ConsistentRead: aws.Bool(true)})
			return err
		}},
		{permission: permission{"dynamodb:UpdateItem", arn}, call: func(ctx context.Context) error {
			_, err := client.UpdateItem(ctx, &dynamodb.UpdateItemInput{
				TableName: &table, Key: key, UpdateExpression: aws.String("SET expires = :e"),
				ExpressionAttributeValues: map[string]types.AttributeValue{":e": expires},
			})
			return err
		}},
		{permission: permission{"dynamodb:Query", arn}, call: func(ctx context.Context) error {
			_, err := client.Query(ctx, &dynamodb.QueryInput{
				TableName: &table, KeyConditionExpression: aws.String("pk = :p"), Limit: aws.Int32(1),
				ExpressionAttributeValues: map[string]types.AttributeValue{":p": key["pk"]},
			})
			return err
		}},
		{permission: permission{"dynamodb:DeleteItem", arn}, call: func(ctx context.Context) error {
			_, err := client.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: &table, Key: key})
			return err
		}},
	} {
		e.may(ctx, a)
	}
}
