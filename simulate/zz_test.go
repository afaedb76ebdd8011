package simulate
import ("testing";"fmt";"time";"github.com/chatcb/chatcb/callback")
func TestZZ(t *testing.T){
 g,err:=New(everyKind()); if err!=nil{t.Fatal(err)}
 d:=new(Draw)
 for n:=uint64(0);n<60;n++{ g.Draw(n,time.Duration(n)*time.Second*600,d)
 fmt.Printf("%s %s %s %s %s\n",d.Label,d.ClientIP,d.Platform,d.RequestID,callback.Encoding{OmitEmpty:true}.Append(nil,&d.Request))}
}
